/**
 * The catalog: PostgreSQL, its migrations, and the mappers and rows that the other rooms read and write through.
 *
 * <p>Knows the database and nothing of what the rows mean to the rooms above. Events are appended here, in the
 * transaction that causes them.
 */
@NullMarked
package io.graphkeep.server.catalog;

import org.jspecify.annotations.NullMarked;
