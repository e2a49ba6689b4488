// What a camera sends over an RTSP connection after PLAY (RFC 2326 §10.12): interleaved packets, and now and
// then an answer. Packets go to the outputs; what TypeScript has to see goes there, whole messages only.
#pragma once
#include <cstdint>
#include <set>
#include <vector>

#include "output.h"

namespace brightwall {

struct SourceCounts {
  uint64_t packets = 0;
  uint64_t bytes = 0;
  /** Markers: each ends a picture. */
  uint64_t frames = 0;
  uint64_t lost = 0;
  /** RFC 3550 §6.4.1: rollovers and the highest sequence number; −1 before the first packet. */
  int64_t highest = -1;
  uint32_t ssrc = 0;
  uint32_t newest_timestamp = 0;
  /** CLOCK_MONOTONIC, ms; 0 before the first packet. */
  double newest_ms = 0;
  /** Of messages that TypeScript was too busy to take. */
  uint64_t dropped_bytes = 0;
};

/** Which media packets go to TypeScript: all others always do. */
enum class Deliver : uint32_t { kNone = 0, kKeyFrames = 1, kAll = 2 };
/** kOther: of a codec whose key frames are not known here, every packet is taken for one of a key frame. */
enum class Codec : uint32_t { kOther = 0, kH264 = 1, kH265 = 2 };

struct SourceOptions {
  uint8_t rtp_channel;
  uint8_t payload_type;
  Codec codec;
  Deliver deliver;
};

class Source {
 public:
  /** Takes `fd` (a duplicate of the session's socket) and closes it. `rest`: what was read of an unfinished message. */
  Source(int fd, SourceOptions options, std::vector<uint8_t> rest);
  ~Source();
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  int fd() const { return fd_; }
  const SourceCounts& counts() const { return counts_; }

  Deliver deliver;
  std::set<Output*> outputs;

  /** For TypeScript since it was last taken: whole messages, one after another. */
  std::vector<uint8_t> told;

  /** Reads what is there, with `room` bytes of scratch. False when the connection ended; `error()` then says why. */
  bool Read(std::vector<uint8_t>& room, double now_ms);
  /** 0: the camera closed. */
  int error() const { return error_; }

 private:
  void DelayAcknowledgements();
  size_t Parse(const uint8_t* data, size_t length, double now_ms);
  /** True when the packet is to be told as well. */
  bool Media(const uint8_t* packet, size_t length, double now_ms);
  void Tell(const uint8_t* data, size_t length);

  int fd_;
  SourceOptions options_;
  std::vector<uint8_t> rest_;
  SourceCounts counts_;
  uint32_t cycles_ = 0;
  /** Nothing here is understood any more: TypeScript gets all of it, and says what is wrong. */
  bool blind_ = false;
  int error_ = 0;
};

}  // namespace brightwall
