/**
 * The rows of restores that replaced something: where the old content is kept, and until when.
 *
 * <p>Knows columns and nothing of files.
 */
@NullMarked
package io.graphkeep.server.catalog.restore;

import org.jspecify.annotations.NullMarked;
