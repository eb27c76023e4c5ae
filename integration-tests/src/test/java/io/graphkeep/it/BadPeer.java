package io.graphkeep.it;

/**
 * One way to misbehave, and what it must be answered: a code and its reason, or what happens to its connection.
 *
 * @param expected one or several, with a bar between
 */
record BadPeer(String name, String expected, Manner manner, Attack attack) {
    /** What may happen beside it. */
    enum Manner {
        /** Done at once, beside others. */
        QUICK,
        /** Takes its seconds, beside others. */
        PATIENT,
        /** Leaves no room for others. */
        ALONE
    }

    /** Misbehaves towards a server, and tells what came of it. */
    @FunctionalInterface
    interface Attack {
        /**
         * Does it once.
         *
         * @param graph its own, of which nobody else sends snapshots
         */
        String on(BadPeersSite site, String graph) throws Exception;
    }

    static BadPeer quick(String name, String expected, Attack attack) {
        return new BadPeer(name, expected, Manner.QUICK, attack);
    }

    static BadPeer patient(String name, String expected, Attack attack) {
        return new BadPeer(name, expected, Manner.PATIENT, attack);
    }

    static BadPeer alone(String name, String expected, Attack attack) {
        return new BadPeer(name, expected, Manner.ALONE, attack);
    }

    boolean isAnsweredBy(String said) {
        return ("|" + expected + "|").contains("|" + said + "|");
    }
}
