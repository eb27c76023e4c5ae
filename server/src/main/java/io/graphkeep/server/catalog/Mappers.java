package io.graphkeep.server.catalog;

import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.logging.slf4j.Slf4jImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/**
 * The mappers of all rooms, each an interface with the XML of the same name beside it.
 *
 * <p>Rows are records, filled by the names of their components. No row is kept between two statements: what a statement
 * returns is what the database says then.
 */
final class Mappers {
    private Mappers() {}

    static SqlSessionFactory factory(DataSource source, List<Class<?>> mappers) {
        var configuration = new Configuration(new Environment("catalog", transactions(), source));
        configuration.setLogImpl(Slf4jImpl.class);
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setArgNameBasedConstructorAutoMapping(true);
        configuration.setCacheEnabled(false);
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        var handlers = configuration.getTypeHandlerRegistry();
        handlers.register(UuidTypeHandler.class);
        handlers.register(TextListTypeHandler.class);
        handlers.register(NumbersTypeHandler.class);
        handlers.register(TextMapTypeHandler.class);
        add(configuration, EventMapper.class);
        mappers.forEach(mapper -> add(configuration, mapper));
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    private static void add(Configuration configuration, Class<?> mapper) {
        if (configuration.hasMapper(mapper)) {
            return;
        }
        if (mapper.getResource(mapper.getSimpleName() + ".xml") == null) {
            throw new IllegalArgumentException("The mapper " + mapper.getName() + " has no XML beside it");
        }
        configuration.addMapper(mapper);
    }

    /** A connection goes back to the pool as it is: turning autocommit on there would commit what was not to be. */
    private static JdbcTransactionFactory transactions() {
        var properties = new Properties();
        properties.setProperty("skipSetAutoCommitOnClose", "true");
        var factory = new JdbcTransactionFactory();
        factory.setProperties(properties);
        return factory;
    }
}
