package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "graphkeep-example/gen/graphkeep/v1"
)

// followEvents prints every event once, across breaks of the connection and restarts of the server: each new stream begins
// after the cursor of the last answer that came.
func followEvents(ctx context.Context, client pb.MonitoringServiceClient, cursor string) error {
	for {
		request := &pb.WatchEventsRequest{Cursor: cursor, FromStart: cursor == ""}
		stream, err := client.WatchEvents(ctx, request, grpc.WaitForReady(true))
		for err == nil {
			var answer *pb.WatchEventsResponse
			if answer, err = stream.Recv(); err != nil {
				break
			}
			if event := answer.GetEvent(); event != nil {
				kind := strings.TrimPrefix(event.Kind.String(), "EVENT_KIND_")
				fmt.Printf("event %d %s %s\n", event.Sequence, kind, event.Sentence)
				cursor = event.Cursor
			} else {
				cursor = answer.GetHeartbeat().GetCursor()
			}
		}
		if err := pause(ctx, "events", err); err != nil {
			return err
		}
	}
}

// followHealth prints the state of the whole, and each change.
func followHealth(ctx context.Context, client pb.MonitoringServiceClient) error {
	for {
		stream, err := client.WatchHealth(ctx, &pb.WatchHealthRequest{}, grpc.WaitForReady(true))
		for err == nil {
			var answer *pb.WatchHealthResponse
			if answer, err = stream.Recv(); err != nil {
				break
			}
			switch item := answer.Item.(type) {
			case *pb.WatchHealthResponse_Health:
				printHealth(item.Health.State, item.Health.Summary)
			case *pb.WatchHealthResponse_Change:
				part := item.Change.Component
				printHealth(item.Change.OverallState, part.GetComponent()+": "+part.GetReason()+" "+part.GetMessage())
			}
		}
		if err := pause(ctx, "health", err); err != nil {
			return err
		}
	}
}

func printHealth(state pb.HealthState, sentence string) {
	fmt.Printf("health %s %s\n", strings.TrimPrefix(state.String(), "HEALTH_STATE_"), sentence)
}

// pause waits before the next try, or gives back what trying again does not help against.
func pause(ctx context.Context, feed string, err error) error {
	switch status.Code(err) {
	case codes.Unavailable, codes.ResourceExhausted:
		fmt.Printf("%s: %s, trying again\n", feed, reason(err))
	default:
		return err
	}
	select {
	case <-time.After(500*time.Millisecond + rand.N(time.Second)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
