package io.graphkeep.server.security;

import static io.graphkeep.server.security.Role.ADMIN;
import static io.graphkeep.server.security.Role.AGENT;
import static io.graphkeep.server.security.Role.MONITOR;
import static io.graphkeep.server.security.Role.OPERATOR;
import static io.graphkeep.server.security.Role.PEER;
import static io.graphkeep.server.security.Role.READER;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who may call what: one line for every RPC of every service that the server registers.
 *
 * <p>The build fails where an RPC has no line, where a line has no RPC, and where the contract's comment says another
 * role. A method that is not here is nobody's.
 */
public final class RoleTable {
    private static final Access NOBODY = Access.of();

    private final Map<String, Access> methods;

    private RoleTable(Map<String, Access> methods) {
        this.methods = Map.copyOf(methods);
    }

    /** The table of this version. */
    public static RoleTable standard() {
        var table = new Lines();
        table.service("graphkeep.v1.BackupService")
                .allow(Access.of(MONITOR), "GetGraph", "ListGraphs", "GetSnapshot", "ListSnapshots", "GetBackupStats")
                .allow(Access.of(READER), "ListSnapshotFiles", "DiffSnapshots", "DownloadSnapshot")
                .allow(Access.of(OPERATOR), "CreateGraph", "UpdateGraph", "DeleteGraph")
                .allow(Access.of(OPERATOR), "CreateSnapshot", "DeleteSnapshot", "VerifySnapshot")
                .allow(Access.of(OPERATOR), "RestoreSnapshot", "ReleaseRestore")
                .allow(Access.of(OPERATOR), "VerifyStore", "RepairStore", "RunCleanup")
                .allow(Access.of(OPERATOR, AGENT), "UpdateSnapshot")
                .allow(Access.of(AGENT), "UploadSnapshot")
                .allow(Access.of(AGENT, PEER), "PushSnapshot");
        table.service("graphkeep.v1.MonitoringService")
                .allow(Access.of(MONITOR), "GetHealth", "WatchHealth", "GetGraphStatus")
                .allow(Access.of(MONITOR), "ListEvents", "WatchEvents", "CountEvents", "QueryHistory", "GetMetrics")
                .allow(Access.of(MONITOR), "GetBackupSummary", "GetRecoverySummary")
                .allow(Access.of(MONITOR), "GetOperation", "ListOperations", "WatchOperation")
                .allow(Access.of(READER), "ListOperationDetails")
                .allow(Access.of(OPERATOR), "CollectMetrics")
                .allow(Access.of(OPERATOR, AGENT), "CancelOperation");
        table.service("graphkeep.v1.AdminService")
                .allow(Access.of(MONITOR), "GetServerInfo")
                .allow(Access.of(ADMIN), "GetConfig", "CreateToken", "ListTokens", "RevokeToken", "RotateKey")
                .allow(Access.of(ADMIN), "CreateNotifier", "ListNotifiers", "UpdateNotifier", "DeleteNotifier")
                .allow(Access.of(ADMIN), "TestNotifier");
        table.service("graphkeep.v1.ReplicationService")
                .allow(Access.of(MONITOR), "GetTarget", "ListTargets", "GetReplicationStatus", "ListReplicationRuns")
                .allow(Access.of(OPERATOR), "CreateTarget", "UpdateTarget", "DeleteTarget", "CheckTarget")
                .allow(Access.of(OPERATOR), "ReplicateSnapshot", "PauseReplication", "ResumeReplication");
        table.service("graphkeep.v1.RecoveryService")
                .allow(Access.of(MONITOR), "GetRecoveryPoint", "ListRecoveryPoints", "GetDrill", "ListDrills")
                .allow(Access.of(MONITOR), "GetFailover", "ListFailovers", "GetRecoveryGroup", "ListRecoveryGroups")
                .allow(Access.of(MONITOR), "GetRecoveryStatus")
                .allow(Access.of(OPERATOR), "CreateRecoveryPoint", "UpdateRecoveryPoint", "DeleteRecoveryPoint")
                .allow(Access.of(OPERATOR), "ValidateRecoveryPoint", "RunDrill", "CheckHealth")
                .allow(Access.of(OPERATOR), "StartFailover", "AttestFence", "ChangeFailoverPoint", "ResumeFailover")
                .allow(Access.of(OPERATOR), "CancelFailover", "CommitFailover", "RollbackFailover")
                .allow(Access.of(OPERATOR), "Reprotect", "StartFailback", "ResolveSplitBrain")
                .allow(Access.of(OPERATOR), "CreateRecoveryGroup", "UpdateRecoveryGroup", "DeleteRecoveryGroup");
        table.service("graphkeep.v1.PeerService")
                .allow(Access.of(ADMIN), "Pair")
                .allow(Access.of(PEER), "Handshake", "SyncMetadata", "FetchSegments", "VerifyReplica")
                .allow(Access.of(PEER), "FenceGraph", "PromoteGraph");
        table.service("grpc.health.v1.Health").allow(Access.OPEN, "Check", "Watch");
        table.service("grpc.reflection.v1.ServerReflection").allow(Access.of(MONITOR, PEER), "ServerReflectionInfo");
        table.service("grpc.reflection.v1alpha.ServerReflection")
                .allow(Access.of(MONITOR, PEER), "ServerReflectionInfo");
        table.service("grpc.channelz.v1.Channelz")
                .allow(Access.of(ADMIN), "GetServers", "GetServer", "GetServerSockets", "GetSocket")
                .allow(Access.of(ADMIN), "GetTopChannels", "GetChannel", "GetSubchannel");
        return new RoleTable(table.methods);
    }

    /** Who may call this method, named in full: {@code graphkeep.v1.BackupService/GetGraph}. */
    public Access access(String method) {
        return methods.getOrDefault(method, NOBODY);
    }

    /** Every method of the table. */
    public Set<String> methods() {
        return methods.keySet();
    }

    private static final class Lines {
        private final Map<String, Access> methods = new LinkedHashMap<>();
        private String service = "";

        Lines service(String name) {
            service = name;
            return this;
        }

        Lines allow(Access access, String... names) {
            for (var name : names) {
                if (methods.put(service + "/" + name, access) != null) {
                    throw new IllegalStateException("Two lines for " + service + "/" + name);
                }
            }
            return this;
        }
    }
}
