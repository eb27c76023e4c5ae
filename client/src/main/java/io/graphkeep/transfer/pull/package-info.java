/**
 * Bringing a snapshot's files to this machine: a stream that may break, from a server that may lie, into a directory.
 *
 * <p>Knows the contract's frames and the file system. Where the frames come from is its caller's: nothing here knows of gRPC. Whatever
 * the server sends, nothing is read or written outside of the directory that was named.
 */
@NullMarked
package io.graphkeep.transfer.pull;

import org.jspecify.annotations.NullMarked;
