/**
 * Snapshots that clients send: uploads of files, which are cut here, and pushes of segments, which are not.
 *
 * <p>Everything that comes is hostile until it was looked at. What is received is seen by nobody before its commit, and memory
 * is bounded for each stream, whatever it brings. Knows graphs, snapshots and the store; nothing of gRPC.
 */
@NullMarked
package io.graphkeep.server.backup.receive;

import org.jspecify.annotations.NullMarked;
