/**
 * The server as a whole: its command line, the one place where its parts are put together, and the order in which they
 * begin and end.
 *
 * <p>Knows every room, and no room knows it.
 */
@NullMarked
package io.graphkeep.server;

import org.jspecify.annotations.NullMarked;
