/** Tests of the backends: the contract suite, and what is the local file system's own. */
@NullMarked
package io.graphkeep.server.store.backend;

import org.jspecify.annotations.NullMarked;
