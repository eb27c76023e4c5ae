/**
 * What {@code graphkeep server --demo} adds to a server: a home of its own, a generated sample graph, and the next steps.
 *
 * <p>Uses the server as any client does, over its port. Nothing else knows of it but the command that starts it.
 */
@NullMarked
package io.graphkeep.server.demo;

import org.jspecify.annotations.NullMarked;
