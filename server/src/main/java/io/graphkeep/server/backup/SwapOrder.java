package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;

/**
 * What a swap is to do beside putting new content in place.
 *
 * @param chosen what of the tree was restored
 * @param deleteExtras whether what the new content does not have leaves its place
 * @param skipOwners whether the top directory's owner is left alone
 * @param root what the tree says of the top directory
 */
record SwapOrder(ChosenPaths chosen, boolean deleteExtras, boolean skipOwners, Entry root) {}
