package io.graphkeep.server.config;

import java.time.Duration;

/**
 * Everything that is in force, typed and checked; each room receives its own part.
 *
 * <p>There is one only where no value was bad and no rule broken: whoever holds it need not check again.
 *
 * @param demo whether {@code --demo} was given
 * @param node the name of this server process among those that share a catalog
 * @param shutdownGrace how long running calls may take to end after SIGTERM
 */
public record ServerConfig(
        boolean demo,
        Home home,
        String node,
        Duration shutdownGrace,
        NetworkConfig network,
        AccessConfig access,
        DatabaseConfig database,
        StoreConfig store,
        WorkConfig work,
        RetentionConfig retention,
        CleanupConfig cleanup,
        VerifyConfig verify,
        ScheduleConfig schedules,
        SwitchConfig switches,
        LimitConfig limits,
        OperationConfig operations,
        LogConfig logging) {

    static ServerConfig from(Values values, boolean demo) {
        var home = new Home(values.get(InstanceKeys.HOME));
        return new ServerConfig(
                demo,
                home,
                values.get(InstanceKeys.NODE),
                values.get(InstanceKeys.SHUTDOWN_GRACE),
                NetworkConfig.from(values),
                AccessConfig.from(values),
                DatabaseConfig.from(values),
                StoreConfig.from(values),
                WorkConfig.from(values),
                RetentionConfig.from(values),
                CleanupConfig.from(values),
                VerifyConfig.from(values),
                ScheduleConfig.from(values),
                SwitchConfig.from(values),
                LimitConfig.from(values),
                OperationConfig.from(values),
                LogConfig.from(values));
    }
}
