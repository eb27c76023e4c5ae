package io.graphkeep.server.backup.reading;

/** Is told what was read, and says by an exception when to stop. Thread-safe. */
public interface ReadWatch {
    void read(int bytes);

    void check();
}
