/**
 * What the operator has decided: the table of keys, where their values come from, and the typed records that the other
 * rooms receive.
 *
 * <p>A leaf: it knows the JDK and nothing of the server. Everything that it knows of the machine comes through {@link
 * Surroundings}. The pages that describe the keys are made from the same table that reads them.
 */
@NullMarked
package io.graphkeep.server.config;

import org.jspecify.annotations.NullMarked;
