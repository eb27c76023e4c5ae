package io.graphkeep.server.catalog;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;

/**
 * A map of texts, as a {@code jsonb} object of strings.
 *
 * <p>Where a mapper cannot see the parameter's type, it is named: {@code #{labels,javaType=map}}.
 */
@MappedTypes(Map.class)
public final class TextMapTypeHandler extends BaseTypeHandler<Map<String, String>> {
    @Override
    public void setNonNullParameter(
            PreparedStatement statement, int index, Map<String, String> map, @Nullable JdbcType type)
            throws SQLException {
        statement.setObject(index, json(map), Types.OTHER);
    }

    @Override
    public @Nullable Map<String, String> getNullableResult(ResultSet rows, String column) throws SQLException {
        return map(rows.getString(column));
    }

    @Override
    public @Nullable Map<String, String> getNullableResult(ResultSet rows, int column) throws SQLException {
        return map(rows.getString(column));
    }

    @Override
    public @Nullable Map<String, String> getNullableResult(CallableStatement statement, int column)
            throws SQLException {
        return map(statement.getString(column));
    }

    private static String json(Map<String, String> map) throws SQLException {
        var struct = Struct.newBuilder();
        map.forEach((name, text) ->
                struct.putFields(name, Value.newBuilder().setStringValue(text).build()));
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(struct);
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("A map of texts could not be written as JSON", e);
        }
    }

    private static @Nullable Map<String, String> map(@Nullable String json) throws SQLException {
        if (json == null) {
            return null;
        }
        var struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(json, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("A column that should hold a JSON object of texts holds something else", e);
        }
        var map = new TreeMap<String, String>();
        struct.getFieldsMap().forEach((name, value) -> map.put(name, value.getStringValue()));
        return map;
    }
}
