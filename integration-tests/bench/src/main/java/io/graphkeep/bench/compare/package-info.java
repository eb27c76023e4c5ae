/**
 * Graphkeep beside the tools that people come from, on the same bytes, the same tmpfs and in the same run.
 *
 * <p>A {@code Tool} does each case as its users would; {@code Comparison} has all of them do it, round by round, and {@code Report}
 * judges the medians. The server is a real process, driven through the command.
 */
@NullMarked
package io.graphkeep.bench.compare;

import org.jspecify.annotations.NullMarked;
