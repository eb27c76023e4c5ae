package io.graphkeep.server;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process on SIGTERM or Ctrl-C: the server stops in order, and the exit code says whether it could.
 *
 * <p>Java would end with 143 after a signal, however orderly; who asked for the end and got it reads 0 here. A start that
 * is still under way is broken off first.
 */
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final Server server;
    private final Thread starter;
    private final CountDownLatch never = new CountDownLatch(1);

    private Shutdown(Server server, Thread starter) {
        this.server = server;
        this.starter = starter;
    }

    static Shutdown onSignal(Server server) {
        var shutdown = new Shutdown(server, Thread.currentThread());
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(shutdown::end));
        return shutdown;
    }

    /** Waits for the end of the process. */
    void await() {
        try {
            never.await();
        } catch (InterruptedException ended) {
            // The signal came; the hook that it started does the rest while this thread leaves.
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        starter.interrupt();
        if (server.hasFailed()) {
            return;
        }
        var code = Main.DONE;
        try {
            server.stop();
        } catch (RuntimeException failure) {
            log.error("The server did not end in order", failure);
            code = Main.FAILED;
        }
        Logging.end();
        Runtime.getRuntime().halt(code);
    }
}
