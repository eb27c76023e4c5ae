package io.graphkeep.server;

import io.graphkeep.server.catalog.cleanup.WholeCleanupMapper;
import io.graphkeep.server.catalog.event.StoredEventMapper;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.graph.GraphStandingMapper;
import io.graphkeep.server.catalog.health.ToldHealthMapper;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.request.AnsweredRequestMapper;
import io.graphkeep.server.catalog.restore.RestoreMapper;
import io.graphkeep.server.catalog.schedule.ScheduleMapper;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.store.StoreMappers;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.catalog.usage.UsageMapper;
import java.util.List;
import java.util.stream.Stream;

/** The mappers of all rooms, that the catalog must know from its opening on. */
final class CatalogMappers {
    private static final List<Class<?>> ROOMS = List.of(
            AnsweredRequestMapper.class,
            GraphMapper.class,
            GraphStandingMapper.class,
            OperationMapper.class,
            ProcessMapper.class,
            RebuildMapper.class,
            RestoreMapper.class,
            ScheduleMapper.class,
            SnapshotMapper.class,
            StoredEventMapper.class,
            ToldHealthMapper.class,
            TokenMapper.class,
            UsageMapper.class,
            WholeCleanupMapper.class);

    static final List<Class<?>> ALL =
            Stream.concat(ROOMS.stream(), StoreMappers.ALL.stream()).toList();

    private CatalogMappers() {}
}
