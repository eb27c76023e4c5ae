/**
 * The gRPC services: they validate, call the rooms below, and map what comes back.
 *
 * <p>Knows every room; no room knows it. What is common to all calls (who calls, limits, errors, repeats, pages) is done
 * here once, so that a service is a list of its methods.
 */
@NullMarked
package io.graphkeep.server.api;

import org.jspecify.annotations.NullMarked;
