/** Tests of the calls to the kernel that no test of a capture or a restore can bring about. */
@NullMarked
package io.graphkeep.server.backup.files;

import org.jspecify.annotations.NullMarked;
