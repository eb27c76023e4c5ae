package io.graphkeep.server.catalog;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A fresh catalog for a test, in a real PostgreSQL: {@code try (var test = TestDatabase.create(SomeMapper.class))}.
 *
 * <p>One embedded PostgreSQL serves all tests of the JVM, several at once; each has a catalog to itself, of this version and
 * empty, made in milliseconds. Nothing in it survives the test.
 */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final List<Class<?>> mappers;
    private final AtomicBoolean givenBack = new AtomicBoolean();
    private Database database;

    private TestDatabase(String name, List<Class<?>> mappers) {
        this.name = name;
        this.mappers = mappers;
        this.database = Database.connect(TestCatalogs.settings(name), mappers);
    }

    /** A new catalog, open, with these mappers. */
    public static TestDatabase create(Class<?>... mappers) {
        return new TestDatabase(TestCatalogs.take(), List.of(mappers));
    }

    /** A copy of the catalog as it is now, as a dump that is brought back would be. Nobody may be using this one. */
    public TestDatabase copy() {
        database.close();
        var copy = new TestDatabase(TestCatalogs.copy(name), mappers);
        database = Database.connect(TestCatalogs.settings(name), mappers);
        return copy;
    }

    /** The same catalog with new connections. */
    public TestDatabase reopened() {
        database.close();
        database = Database.connect(TestCatalogs.settings(name), mappers);
        return this;
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

    /** Once: a catalog that was given back may be another test's by now. */
    @Override
    public void close() {
        database.close();
        if (givenBack.compareAndSet(false, true)) {
            TestCatalogs.giveBack(name);
        }
    }
}
