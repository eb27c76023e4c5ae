package io.graphkeep.net;

/** Open or shut: while it is shut, nothing arrives anywhere, and nothing is lost. */
final class Gate {
    private boolean open = true;

    synchronized void set(boolean open) {
        this.open = open;
        notifyAll();
    }

    synchronized void pass() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
