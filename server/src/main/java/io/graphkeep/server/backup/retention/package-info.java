/**
 * Which snapshots of a graph stay: rules on times and states alone. It knows neither the catalog nor the store, and removes
 * nothing itself.
 */
@NullMarked
package io.graphkeep.server.backup.retention;

import org.jspecify.annotations.NullMarked;
