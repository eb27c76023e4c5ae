package io.graphkeep.server.catalog.store;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** Ids as a {@code uuid[]} in a parameter, so that the statement is the same one for however many; none is ever read. */
public final class UuidListHandler extends BaseTypeHandler<List<UUID>> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int at, List<UUID> value, @Nullable JdbcType type)
            throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("uuid", value.toArray(UUID[]::new)));
    }

    @Override
    public List<UUID> getNullableResult(ResultSet rows, String column) {
        throw new UnsupportedOperationException("Lists of ids are only ever sent.");
    }

    @Override
    public List<UUID> getNullableResult(ResultSet rows, int column) {
        throw new UnsupportedOperationException("Lists of ids are only ever sent.");
    }

    @Override
    public List<UUID> getNullableResult(CallableStatement statement, int column) {
        throw new UnsupportedOperationException("Lists of ids are only ever sent.");
    }
}
