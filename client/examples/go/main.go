// A client of Graphkeep in Go.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"google.golang.org/grpc/status"

	pb "graphkeep-example/gen/graphkeep/v1"
)

var errUsage = errors.New("usage: graphkeep-example backup GRAPH DIRECTORY | list GRAPH | restore GRAPH DIRECTORY | follow [CURSOR]")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		if known, ok := status.FromError(err); ok {
			err = fmt.Errorf("%s: %s", reason(err), known.Message())
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) error {
	connection, err := connect()
	if err != nil {
		return err
	}
	defer connection.Close()
	backup := pb.NewBackupServiceClient(connection)
	monitoring := pb.NewMonitoringServiceClient(connection)
	arguments = append(arguments, "", "", "")
	verb, first, second := arguments[0], arguments[1], arguments[2]
	switch {
	case verb == "backup" && second != "":
		if err := createGraph(ctx, backup, first); err != nil {
			return err
		}
		snapshot, err := upload(ctx, backup, first, second)
		if err != nil {
			return err
		}
		fmt.Printf("snapshot %s: %d bytes\n", snapshot.SnapshotId, snapshot.LogicalBytes)
		return verify(ctx, backup, monitoring, snapshot)
	case verb == "list" && first != "":
		return list(ctx, backup, first)
	case verb == "restore" && second != "":
		entries, err := download(ctx, backup, first, second)
		if err == nil {
			fmt.Printf("restored %d entries\n", entries)
		}
		return err
	case verb == "follow":
		failed := make(chan error, 2)
		go func() { failed <- followEvents(ctx, monitoring, first) }()
		go func() { failed <- followHealth(ctx, monitoring) }()
		return <-failed
	}
	return errUsage
}

// verify has the server read back what it stored, and watches it do so.
func verify(ctx context.Context, backup pb.BackupServiceClient, monitoring pb.MonitoringServiceClient, snapshot *pb.Snapshot) error {
	ctx, cancel := context.WithTimeout(ctx, transferTime)
	defer cancel()
	started, err := backup.VerifySnapshot(ctx, &pb.VerifySnapshotRequest{SnapshotId: snapshot.SnapshotId, RequestId: requestID()})
	if err != nil {
		return err
	}
	stream, err := monitoring.WatchOperation(ctx, &pb.WatchOperationRequest{OperationId: started.Operation.OperationId})
	if err != nil {
		return err
	}
	for {
		answer, err := stream.Recv()
		if err != nil {
			return err
		}
		switch operation := answer.Operation; operation.State {
		case pb.OperationState_OPERATION_STATE_SUCCEEDED:
			fmt.Println("verified")
			return nil
		case pb.OperationState_OPERATION_STATE_FAILED, pb.OperationState_OPERATION_STATE_CANCELLED:
			return status.ErrorProto(operation.Error)
		}
	}
}

func list(ctx context.Context, client pb.BackupServiceClient, graph string) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	request := &pb.ListSnapshotsRequest{GraphId: graph}
	return pages(func() (string, error) {
		page, err := client.ListSnapshots(ctx, request)
		for _, snapshot := range page.GetSnapshots() {
			state := strings.TrimPrefix(snapshot.State.String(), "SNAPSHOT_STATE_")
			fmt.Println("snapshot", snapshot.SnapshotId, state, snapshot.CutTime.AsTime().Format(time.RFC3339Nano))
			if err := listFiles(ctx, client, snapshot); err != nil {
				return "", err
			}
		}
		request.PageToken = page.GetNextPageToken()
		return request.PageToken, err
	})
}

func listFiles(ctx context.Context, client pb.BackupServiceClient, snapshot *pb.Snapshot) error {
	request := &pb.ListSnapshotFilesRequest{SnapshotId: snapshot.SnapshotId}
	return pages(func() (string, error) {
		page, err := client.ListSnapshotFiles(ctx, request)
		for _, file := range page.GetFiles() {
			fmt.Println(" ", file.Path, file.SizeBytes)
		}
		request.PageToken = page.GetNextPageToken()
		return request.PageToken, err
	})
}

// pages asks for one page after the other: an empty token ends a list, and nothing else does.
func pages(next func() (string, error)) error {
	for {
		if token, err := next(); err != nil || token == "" {
			return err
		}
	}
}

func requestID() string { return rand.Text() }
