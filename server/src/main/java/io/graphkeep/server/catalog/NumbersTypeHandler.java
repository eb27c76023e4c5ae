package io.graphkeep.server.catalog;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;

/** An array of numbers, as a {@code bigint[]}. */
@MappedTypes(long[].class)
public final class NumbersTypeHandler extends BaseTypeHandler<long[]> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, long[] numbers, @Nullable JdbcType type)
            throws SQLException {
        statement.setObject(index, numbers);
    }

    @Override
    public long @Nullable [] getNullableResult(ResultSet rows, String column) throws SQLException {
        return numbers(rows.getArray(column));
    }

    @Override
    public long @Nullable [] getNullableResult(ResultSet rows, int column) throws SQLException {
        return numbers(rows.getArray(column));
    }

    @Override
    public long @Nullable [] getNullableResult(CallableStatement statement, int column) throws SQLException {
        return numbers(statement.getArray(column));
    }

    private static long @Nullable [] numbers(@Nullable Array array) throws SQLException {
        return array == null
                ? null
                : Arrays.stream((Long[]) array.getArray())
                        .mapToLong(Long::longValue)
                        .toArray();
    }
}
