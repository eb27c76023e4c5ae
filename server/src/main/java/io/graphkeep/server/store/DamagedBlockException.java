package io.graphkeep.server.store;

/** A block, or the whole pack that it lies in, cannot be read as it was written: everything in it is lost. */
final class DamagedBlockException extends DamagedException {
    private static final long serialVersionUID = 1L;

    private final long pack;
    private final int block;
    private final boolean wholePack;

    DamagedBlockException(Locator.Run place, DamagedException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.pack = place.pack();
        this.block = place.block();
        this.wholePack = cause instanceof DamagedPackException;
    }

    boolean isIn(Locator locator) {
        return isAt(locator.descriptor()) || locator.runs().stream().anyMatch(this::isAt);
    }

    long pack() {
        return pack;
    }

    int block() {
        return block;
    }

    boolean isWholePack() {
        return wholePack;
    }

    private boolean isAt(Locator.Run run) {
        return run.pack() == pack && (wholePack || run.block() == block);
    }
}
