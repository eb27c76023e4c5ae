package io.graphkeep.server.catalog;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * A fresh catalog for a test, in a real PostgreSQL: {@code try (var test = TestDatabase.create(SomeMapper.class))}.
 *
 * <p>One embedded PostgreSQL serves all tests of the JVM, several at once; each has a catalog to itself, of this version and
 * empty, made in milliseconds. Nothing in it survives the test.
 */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /** A new catalog, open, with these mappers. */
    public static TestDatabase create(Class<?>... mappers) {
        var name = TestCatalogs.take();
        return new TestDatabase(name, Database.connect(TestCatalogs.settings(name), List.of(mappers)));
    }

    /** An empty database, without a schema, and how to reach it. */
    static DatabaseSettings empty() {
        return TestCatalogs.settings(TestCatalogs.empty());
    }

    /** Ids as the server makes them. */
    public static Ids ids() {
        return new Ids(Clock.systemUTC(), new SecureRandom());
    }

    public Database database() {
        return database;
    }

    /** How to open the same catalog once more, as another server would. */
    public DatabaseSettings settings() {
        return TestCatalogs.settings(name);
    }

    @Override
    public void close() {
        database.close();
        TestCatalogs.giveBack(name);
    }
}
