package io.graphkeep.server.catalog;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;

/**
 * A list of texts, as a {@code text[]}.
 *
 * <p>Where a mapper cannot see the parameter's type, it is named: {@code #{scopes,javaType=list}}.
 */
@MappedTypes(List.class)
public final class TextListTypeHandler extends BaseTypeHandler<List<String>> {
    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, List<String> list, @Nullable JdbcType type)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("text", list.toArray(String[]::new)));
    }

    @Override
    public @Nullable List<String> getNullableResult(ResultSet rows, String column) throws SQLException {
        return list(rows.getArray(column));
    }

    @Override
    public @Nullable List<String> getNullableResult(ResultSet rows, int column) throws SQLException {
        return list(rows.getArray(column));
    }

    @Override
    public @Nullable List<String> getNullableResult(CallableStatement statement, int column) throws SQLException {
        return list(statement.getArray(column));
    }

    private static @Nullable List<String> list(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
