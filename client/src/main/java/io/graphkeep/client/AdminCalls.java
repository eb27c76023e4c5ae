package io.graphkeep.client;

import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.CreateNotifierRequest;
import io.graphkeep.v1.CreateNotifierResponse;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.CreateTokenResponse;
import io.graphkeep.v1.DeleteNotifierRequest;
import io.graphkeep.v1.DeleteNotifierResponse;
import io.graphkeep.v1.GetConfigRequest;
import io.graphkeep.v1.GetConfigResponse;
import io.graphkeep.v1.GetServerInfoRequest;
import io.graphkeep.v1.GetServerInfoResponse;
import io.graphkeep.v1.ListNotifiersRequest;
import io.graphkeep.v1.ListNotifiersResponse;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.ListTokensResponse;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.RevokeTokenResponse;
import io.graphkeep.v1.RotateKeyRequest;
import io.graphkeep.v1.RotateKeyResponse;
import io.graphkeep.v1.TestNotifierRequest;
import io.graphkeep.v1.TestNotifierResponse;
import io.graphkeep.v1.UpdateNotifierRequest;
import io.graphkeep.v1.UpdateNotifierResponse;

/**
 * The calls about the server itself, its tokens and its key, each as the contract has it.
 *
 * <p>Thread-safe. What fails is a {@link GraphkeepException}.
 */
public final class AdminCalls {
    private final Calls calls;

    AdminCalls(Calls calls) {
        this.calls = calls;
    }

    /** Tells what this server is, which parts of it are on, and its limits. */
    public GetServerInfoResponse getServerInfo(GetServerInfoRequest request) {
        return calls.unary(AdminServiceGrpc.getGetServerInfoMethod(), request);
    }

    /** Lists every configuration key with the value in force. */
    public GetConfigResponse getConfig(GetConfigRequest request) {
        return calls.unary(AdminServiceGrpc.getGetConfigMethod(), request);
    }

    /** Creates a token. */
    public CreateTokenResponse createToken(CreateTokenRequest request) {
        return calls.unary(AdminServiceGrpc.getCreateTokenMethod(), request);
    }

    /** Lists tokens, newest first. */
    public ListTokensResponse listTokens(ListTokensRequest request) {
        return calls.unary(AdminServiceGrpc.getListTokensMethod(), request);
    }

    /** Revokes a token. */
    public RevokeTokenResponse revokeToken(RevokeTokenRequest request) {
        return calls.unary(AdminServiceGrpc.getRevokeTokenMethod(), request);
    }

    /** Wraps the repository key with a new master key, which takes the place of the key file. */
    public RotateKeyResponse rotateKey(RotateKeyRequest request) {
        return calls.unary(AdminServiceGrpc.getRotateKeyMethod(), request);
    }

    /** Creates a notifier, which tells people of events. */
    public CreateNotifierResponse createNotifier(CreateNotifierRequest request) {
        return calls.unary(AdminServiceGrpc.getCreateNotifierMethod(), request);
    }

    /** Lists notifiers, newest first. */
    public ListNotifiersResponse listNotifiers(ListNotifiersRequest request) {
        return calls.unary(AdminServiceGrpc.getListNotifiersMethod(), request);
    }

    /** Changes a notifier. */
    public UpdateNotifierResponse updateNotifier(UpdateNotifierRequest request) {
        return calls.unary(AdminServiceGrpc.getUpdateNotifierMethod(), request);
    }

    /** Deletes a notifier. */
    public DeleteNotifierResponse deleteNotifier(DeleteNotifierRequest request) {
        return calls.unary(AdminServiceGrpc.getDeleteNotifierMethod(), request);
    }

    /** Sends a test message, and waits for it to be delivered. */
    public TestNotifierResponse testNotifier(TestNotifierRequest request) {
        return calls.unary(AdminServiceGrpc.getTestNotifierMethod(), request);
    }
}
