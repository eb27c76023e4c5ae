package io.graphkeep.server.catalog;

import java.sql.Connection;
import java.util.List;
import org.apache.ibatis.session.SqlSession;

/**
 * One open transaction of the catalog, READ COMMITTED: each statement sees what was committed before it began.
 *
 * <p>Belongs to the thread that runs the work, and ends with it: no one keeps it.
 */
public final class Transaction {
    private final SqlSession session;

    private final List<Runnable> afterwards;

    Transaction(SqlSession session, List<Runnable> afterwards) {
        this.afterwards = afterwards;
        this.session = session;
    }

    /** A room's mapper, bound to this transaction. */
    public <M> M mapper(Class<M> type) {
        return session.getMapper(type);
    }

    /**
     * Runs this once the transaction has committed, and never if it has not: for news that must not be early.
     *
     * <p>It runs in the committing thread, is short and does not throw; whether the commit happened is certain then.
     */
    public void afterCommit(Runnable action) {
        afterwards.add(action);
    }

    /** The connection itself, for what no mapper can say, such as COPY; it is neither committed nor closed by its user. */
    public Connection connection() {
        return session.getConnection();
    }
}
