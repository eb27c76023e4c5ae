/**
 * The one table of what can go wrong, and the exception that carries a row of it.
 *
 * <p>A leaf: every room may throw these, none of them is known here. How a reason becomes a gRPC status is the business
 * of {@code api}.
 */
@NullMarked
package io.graphkeep.server.errors;

import org.jspecify.annotations.NullMarked;
