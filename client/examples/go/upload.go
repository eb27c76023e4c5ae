package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	pb "graphkeep-example/gen/graphkeep/v1"
)

const (
	frameBytes   = 256 << 10
	callTime     = 30 * time.Second
	transferTime = time.Hour
)

// createGraph makes a graph whose bytes clients send; nothing happens if it is there.
func createGraph(ctx context.Context, client pb.BackupServiceClient, graph string) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	_, err := client.CreateGraph(ctx, &pb.CreateGraphRequest{
		Graph:     &pb.Graph{GraphId: graph, Source: &pb.Source{Kind: &pb.Source_Pushed{Pushed: &pb.PushedSource{}}}},
		RequestId: requestID(),
	})
	if err != nil && reason(err) != "GRAPH_ALREADY_EXISTS" {
		return err
	}
	return nil
}

// upload makes a snapshot of a directory. It is durable and visible once this returns, and not there at all before.
func upload(ctx context.Context, client pb.BackupServiceClient, graph, directory string) (*pb.Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, transferTime)
	defer cancel()
	stream, err := client.UploadSnapshot(ctx)
	if err != nil {
		return nil, err
	}
	err = sendAll(uploadStream{stream}, graph, directory)
	if err != nil && !errors.Is(err, io.EOF) { // io.EOF: the server has answered, and the answer says why
		return nil, err
	}
	answer, err := stream.CloseAndRecv()
	return answer.GetSnapshot(), err
}

type uploadStream struct {
	grpc.ClientStreamingClient[pb.UploadSnapshotRequest, pb.UploadSnapshotResponse]
}

func sendAll(stream uploadStream, graph, directory string) error {
	err := stream.Send(&pb.UploadSnapshotRequest{Frame: &pb.UploadSnapshotRequest_Header{
		Header: &pb.UploadHeader{GraphId: graph, RequestId: requestID()}}})
	if err != nil {
		return err
	}
	entries := int64(0)
	err = filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == directory {
			return err
		}
		header, err := describe(directory, path, entry)
		if header == nil || err != nil {
			return err
		}
		entries++
		if err := stream.Send(&pb.UploadSnapshotRequest{Frame: &pb.UploadSnapshotRequest_File{File: header}}); err != nil {
			return err
		}
		if header.Kind != pb.FileKind_FILE_KIND_REGULAR {
			return nil
		}
		return stream.sendBytes(path)
	})
	if err != nil {
		return err
	}
	return stream.Send(&pb.UploadSnapshotRequest{Frame: &pb.UploadSnapshotRequest_End{
		End: &pb.UploadEnd{Entries: proto.Int64(entries)}}})
}

// describe says what lies at a path; nothing of sockets and the like, which have no bytes.
func describe(top, path string, entry fs.DirEntry) (*pb.FileHeader, error) {
	info, err := entry.Info()
	if err != nil {
		return nil, err
	}
	below, err := filepath.Rel(top, path)
	if err != nil {
		return nil, err
	}
	header := &pb.FileHeader{
		Path:       escaped(below),
		Mode:       proto.Uint32(uint32(info.Mode().Perm())),
		ModifyTime: timestamppb.New(info.ModTime()),
	}
	switch info.Mode().Type() {
	case 0:
		header.Kind = pb.FileKind_FILE_KIND_REGULAR
		header.SizeBytes = proto.Int64(info.Size())
	case fs.ModeDir:
		header.Kind = pb.FileKind_FILE_KIND_DIRECTORY
	case fs.ModeSymlink:
		header.Kind = pb.FileKind_FILE_KIND_SYMLINK
		target, err := os.Readlink(path)
		header.LinkTarget = escaped(target)
		return header, err
	default:
		return nil, nil
	}
	return header, nil
}

func (stream uploadStream) sendBytes(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	digest := sha256.New()
	buffer := make([]byte, frameBytes)
	for {
		count, err := file.Read(buffer)
		if count > 0 {
			digest.Write(buffer[:count])
			data := &pb.UploadSnapshotRequest_Data{Data: buffer[:count]}
			if err := stream.Send(&pb.UploadSnapshotRequest{Frame: data}); err != nil {
				return err
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	return stream.Send(&pb.UploadSnapshotRequest{Frame: &pb.UploadSnapshotRequest_FileEnd{
		FileEnd: &pb.FileTrailer{Sha256: digest.Sum(nil)}}})
}

// escaped writes a file name as it travels: names are bytes, and what is not plain text goes as %XX.
func escaped(path string) string {
	return (&url.URL{Path: path}).EscapedPath()
}
