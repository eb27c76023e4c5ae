/**
 * The {@code graphkeep} command: one class per command, over the client library.
 *
 * <p>Answers go to standard output, progress and errors to standard error. What the server says is shown, never guessed; each
 * command ends with a documented exit code and, for people, with the next step.
 */
@NullMarked
package io.graphkeep.cli;

import org.jspecify.annotations.NullMarked;
