package io.graphkeep.server.catalog.store;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** A {@code byte[][]} as a {@code bytea[]} in a parameter; none is ever read. */
public final class BytesArrayHandler extends BaseTypeHandler<byte[][]> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int at, byte[][] value, @Nullable JdbcType type)
            throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("bytea", value));
    }

    @Override
    public byte[][] getNullableResult(ResultSet rows, String column) {
        throw new UnsupportedOperationException("Lists of bytes are only ever sent.");
    }

    @Override
    public byte[][] getNullableResult(ResultSet rows, int column) {
        throw new UnsupportedOperationException("Lists of bytes are only ever sent.");
    }

    @Override
    public byte[][] getNullableResult(CallableStatement statement, int column) {
        throw new UnsupportedOperationException("Lists of bytes are only ever sent.");
    }
}
