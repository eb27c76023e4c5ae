package io.graphkeep.server.monitoring;

/** How something stands. The worse, the higher, but UNKNOWN, which ranks as DEGRADED does and is never the same as HEALTHY. */
public enum HealthState {
    HEALTHY(0),
    UNKNOWN(1),
    DEGRADED(1),
    CRITICAL(2);

    private final int rank;

    HealthState(int rank) {
        this.rank = rank;
    }

    /** 0 for healthy, more for worse. */
    public int rank() {
        return rank;
    }
}
