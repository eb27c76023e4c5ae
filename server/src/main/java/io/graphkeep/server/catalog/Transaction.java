package io.graphkeep.server.catalog;

import java.sql.Connection;
import org.apache.ibatis.session.SqlSession;

/**
 * One open transaction of the catalog, READ COMMITTED: each statement sees what was committed before it began.
 *
 * <p>Belongs to the thread that runs the work, and ends with it: no one keeps it.
 */
public final class Transaction {
    private final SqlSession session;

    Transaction(SqlSession session) {
        this.session = session;
    }

    /** A room's mapper, bound to this transaction. */
    public <M> M mapper(Class<M> type) {
        return session.getMapper(type);
    }

    /** The connection itself, for what no mapper can say, such as COPY; it is neither committed nor closed by its user. */
    public Connection connection() {
        return session.getConnection();
    }
}
