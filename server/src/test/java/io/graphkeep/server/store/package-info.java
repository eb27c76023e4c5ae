/** Tests of the store, against a real PostgreSQL and a real directory. */
@NullMarked
package io.graphkeep.server.store;

import org.jspecify.annotations.NullMarked;
