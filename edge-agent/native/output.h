// One outgoing stream: a camera's H.264 packets with our SSRC, payload type and sequence, encrypted, by UDP.
// What is written here is what uplink/rtp-writer.ts and uplink/forwarder.ts write; relay/relay.test.ts compares them.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "gcm.h"

namespace brightwall {

struct OutputOptions {
  uint32_t ssrc;
  uint8_t payload_type;
  uint16_t first_sequence;
  const uint8_t* key;
  const uint8_t* salt;
  /** Put before key frames that come without; empty where the camera says none. */
  std::vector<uint8_t> sps;
  std::vector<uint8_t> pps;
};

struct OutputCounts {
  uint64_t packets = 0;
  uint64_t octets = 0;
  uint64_t resent = 0;
  uint64_t dropped = 0;
  int64_t newest_timestamp = -1;
  /** When that packet came, CLOCK_MONOTONIC, ms. */
  double newest_ms = 0;
};

class Output {
 public:
  /** Takes `fd`, a connected UDP socket, and closes it. */
  Output(int fd, OutputOptions options);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  int fd() const { return fd_; }
  const OutputCounts& counts() const { return counts_; }

  /** Epoch ms at which the media time `timestamp` was captured, and the clock's rate: from the camera's last report. */
  void SetCapture(uint32_t timestamp, double epoch_ms, double clock_rate);

  /** One RTP packet of the camera: `sequence` and `timestamp` of its header, and its payload. Call Flush after a batch. */
  void Forward(uint16_t sequence, uint32_t timestamp, bool marker, const uint8_t* payload, size_t length,
               double now_ms);

  /** Encrypts and sends what was written. */
  void Flush();

  /** Sends a packet again; nothing happens when it is too old. */
  void Resend(uint16_t sequence);

  /** Anything else that goes by this socket: SRTCP. */
  void SendPlain(const uint8_t* bytes, size_t length);

 private:
  struct Slot {
    uint16_t length = 0;
    uint16_t header = 0;
    uint8_t bytes[1500];
  };

  void Write(const uint8_t* payload, size_t length, uint32_t timestamp, bool marker);
  void SplitAggregate(const uint8_t* payload, size_t length, uint32_t timestamp, bool marker);
  void Packet(const uint8_t* payload, size_t length, uint32_t timestamp, bool marker, int indicator, int header);
  bool TimeIsDue(uint32_t timestamp) const;
  void BeforeKeyFrame(const uint8_t* payload, size_t length, uint32_t timestamp);
  void Send(size_t first, size_t count);

  int fd_;
  OutputOptions options_;
  GcmSender gcm_;
  OutputCounts counts_;
  /** Packets kept after sending, to be sent again when the core missed them. */
  std::unique_ptr<Slot[]> ring_;
  size_t first_ = 0;
  size_t waiting_ = 0;
  uint16_t sequence_;
  int last_sequence_ = -1;
  int64_t frame_timestamp_ = -1;
  /** Of the last picture that carries its capture time. */
  int64_t told_timestamp_ = -1;
  int64_t key_timestamp_ = -1;
  bool sets_in_band_ = false;
  bool segments_ = true;
  bool has_capture_ = false;
  uint32_t capture_timestamp_ = 0;
  double capture_epoch_ms_ = 0;
  double clock_rate_ = 90000;
};

}  // namespace brightwall
