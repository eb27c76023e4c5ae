/**
 * The rows of graphs: what is protected, where it comes from and how it is to be kept.
 *
 * <p>Knows columns; what a policy or a role means is known by the rooms above.
 */
@NullMarked
package io.graphkeep.server.catalog.graph;

import org.jspecify.annotations.NullMarked;
