/**
 * What sends the files of a snapshot, or an archive of them, to one reader: verified, in order, in bounded memory.
 *
 * <p>Knows the store's sessions and the contract's frames; nothing of gRPC, of callers or of the catalog. A reader who is slow
 * holds up nobody but itself: the store's threads write into the stream's own memory and never wait for it.
 */
@NullMarked
package io.graphkeep.server.backup.download;

import org.jspecify.annotations.NullMarked;
