package io.graphkeep.server.catalog.store;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** A {@code long[]} as a {@code bigint[]}. */
public final class LongArrayHandler extends BaseTypeHandler<long[]> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int at, long[] value, @Nullable JdbcType type)
            throws SQLException {
        statement.setObject(at, value);
    }

    @Override
    public long @Nullable [] getNullableResult(ResultSet rows, String column) throws SQLException {
        return longs(rows.getArray(column));
    }

    @Override
    public long @Nullable [] getNullableResult(ResultSet rows, int column) throws SQLException {
        return longs(rows.getArray(column));
    }

    @Override
    public long @Nullable [] getNullableResult(CallableStatement statement, int column) throws SQLException {
        return longs(statement.getArray(column));
    }

    private static long @Nullable [] longs(@Nullable Array array) throws SQLException {
        if (array == null) {
            return null;
        }
        var boxed = (Long[]) array.getArray();
        var longs = new long[boxed.length];
        for (var i = 0; i < boxed.length; i++) {
            longs[i] = boxed[i];
        }
        return longs;
    }
}
