package io.graphkeep.server.backup;

import io.graphkeep.server.backup.reading.ReadRate;

/**
 * What verifications may take of the machine.
 *
 * @param workers threads of each that read, decrypt and hash
 * @param rate what all of them together may read of the store
 */
public record VerifyLimits(int workers, ReadRate rate) {}
