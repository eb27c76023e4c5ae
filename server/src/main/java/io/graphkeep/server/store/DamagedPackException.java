package io.graphkeep.server.store;

/** A pack is missing, or its index cannot be read as it was written: everything in the pack is lost. */
final class DamagedPackException extends DamagedException {
    private static final long serialVersionUID = 1L;

    DamagedPackException(DamagedException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
