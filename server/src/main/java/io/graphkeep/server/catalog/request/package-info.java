/**
 * The answers of changes, for a caller who asks again.
 *
 * <p>Knows bytes only; what they mean is known to the services.
 */
@NullMarked
package io.graphkeep.server.catalog.request;

import org.jspecify.annotations.NullMarked;
