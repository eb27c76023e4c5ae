/**
 * Files on their way from the disk: read, cut and hashed by several threads in bounded memory.
 *
 * <p>Knows open files and how bytes are cut into chunks; knows nothing of trees, graphs or the store. What is read comes out in
 * pieces, whole chunks with their bytes and ids, which go back when the store has them.
 */
@NullMarked
package io.graphkeep.server.backup.reading;

import org.jspecify.annotations.NullMarked;
