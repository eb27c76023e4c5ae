/**
 * The file system as the kernel offers it: directories held open, and everything else named relative to one of them.
 *
 * <p>Nothing here ever follows a symbolic link, so that a link swapped in by someone else leads nowhere. Knows names,
 * attributes and bytes; knows nothing of graphs, snapshots or the store. Linux only, through its C library.
 */
@NullMarked
package io.graphkeep.server.backup.files;

import org.jspecify.annotations.NullMarked;
