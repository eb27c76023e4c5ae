package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"google.golang.org/grpc"

	pb "graphkeep-example/gen/graphkeep/v1"
)

// restore is a download on its way into a directory. The root keeps it there, whatever paths the server sends.
type restore struct {
	stream grpc.ServerStreamingClient[pb.DownloadSnapshotResponse]
	root   *os.Root
	late   []*pb.FileHeader
}

// download writes the newest snapshot into a new directory, and returns how many entries it has. Each file is checked.
func download(ctx context.Context, client pb.BackupServiceClient, graph, directory string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, transferTime)
	defer cancel()
	stream, err := client.DownloadSnapshot(ctx, &pb.DownloadSnapshotRequest{GraphId: graph, SnapshotId: "latest"})
	if err != nil {
		return 0, err
	}
	if _, err := stream.Recv(); err != nil { // the header: there is such a snapshot
		return 0, err
	}
	if err := os.Mkdir(directory, 0o755); err != nil {
		return 0, err
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	return (&restore{stream: stream, root: root}).run()
}

func (r *restore) run() (int64, error) {
	for entries := int64(0); ; {
		frame, err := r.stream.Recv()
		if err != nil {
			return entries, err // io.EOF too: without an end the download is not whole
		}
		switch frame := frame.Frame.(type) {
		case *pb.DownloadSnapshotResponse_File:
			entries++
			if err := r.entry(frame.File); err != nil {
				return entries, err
			}
		case *pb.DownloadSnapshotResponse_End:
			if frame.End.Entries != entries {
				return entries, fmt.Errorf("%d entries came, and %d were sent", entries, frame.End.Entries)
			}
			return entries, r.finish()
		}
	}
}

func (r *restore) entry(header *pb.FileHeader) error {
	path, err := url.PathUnescape(header.Path)
	if err != nil {
		return err
	}
	switch {
	case header.Kind == pb.FileKind_FILE_KIND_DIRECTORY:
		r.late = append(r.late, header)
		return r.root.MkdirAll(path, 0o700)
	case header.Kind != pb.FileKind_FILE_KIND_REGULAR || header.HardLinkTarget != "":
		r.late = append(r.late, header)
		return nil
	}
	if err := r.root.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := r.write(path); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return r.times(path, header)
}

func (r *restore) write(path string) error {
	file, err := r.root.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	digest := sha256.New()
	for {
		frame, err := r.stream.Recv()
		if err != nil {
			return err
		}
		if end := frame.GetFileEnd(); end != nil {
			if !bytes.Equal(end.Sha256, digest.Sum(nil)) {
				return errors.New("damaged on its way")
			}
			return file.Close()
		}
		digest.Write(frame.GetData())
		if _, err := file.Write(frame.GetData()); err != nil {
			return err
		}
	}
}

// finish makes the links, which come after all files so that none is written through one; then directories get their modes
// and times, from the innermost out.
func (r *restore) finish() error {
	slices.Reverse(r.late)
	for _, header := range r.late {
		path, _ := url.PathUnescape(header.Path)
		target, err := url.PathUnescape(header.LinkTarget + header.HardLinkTarget)
		switch {
		case err != nil:
		case header.HardLinkTarget != "":
			err = r.root.Link(target, path)
		case header.Kind == pb.FileKind_FILE_KIND_SYMLINK:
			err = r.root.Symlink(target, path)
		}
		if err != nil {
			return err
		}
	}
	for _, header := range r.late {
		if header.Kind == pb.FileKind_FILE_KIND_DIRECTORY {
			path, _ := url.PathUnescape(header.Path)
			if err := r.times(path, header); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *restore) times(path string, header *pb.FileHeader) error {
	if err := r.root.Chmod(path, fs.FileMode(header.GetMode())&fs.ModePerm); err != nil {
		return err
	}
	modified := header.ModifyTime.AsTime()
	return r.root.Chtimes(path, modified, modified)
}
