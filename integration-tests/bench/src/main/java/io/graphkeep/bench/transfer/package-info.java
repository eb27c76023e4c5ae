/**
 * How fast snapshots travel: downloads beside what the transport can do at most, pushes and uploads beside a capture of the same
 * data, what a push of little sends, a slow link, many pushes at once.
 *
 * <p>The server is a real process; the client is the client library in this one. {@code Transfers} has each round done, {@code
 * TransferReport} judges the medians.
 */
@NullMarked
package io.graphkeep.bench.transfer;

import org.jspecify.annotations.NullMarked;
