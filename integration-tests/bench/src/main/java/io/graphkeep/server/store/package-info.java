/**
 * Benchmarks of the store's parts and of its index, in the package of what they measure, most of which is nobody else's business.
 *
 * <p>They know the store and the catalog; nothing knows them.
 */
@NullMarked
package io.graphkeep.server.store;

import org.jspecify.annotations.NullMarked;
