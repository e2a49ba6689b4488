#include "output.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103  // linux/udp.h, since 4.18
#endif

namespace brightwall {
namespace {

/** As in uplink/rtp-writer.ts, where the reason stands. */
constexpr size_t kMaxPacketBytes = 1452;
constexpr size_t kExtensionBytes = 16;
constexpr size_t kRoom = kMaxPacketBytes - kTagBytes - 12 - kExtensionBytes;
constexpr size_t kSlots = 256;
/** Written before they are sent: half the ring, so that what may be asked for again is still there. */
constexpr size_t kMaxWaiting = 128;
/** The kernel cuts at most this many datagrams of one call (UDP_MAX_SEGMENTS of 4.18). */
constexpr size_t kMaxSegments = 40;
constexpr int kAbsCaptureTimeId = 1;
/** abs-capture-time asks for once a second at least; a page that joins later sees one this soon. */
constexpr double kCaptureEvery90k = 45000;
constexpr int kIdr = 5, kSps = 7, kStapA = 24, kFuA = 28;

void WriteU32(uint8_t* at, uint32_t value) {
  at[0] = static_cast<uint8_t>(value >> 24);
  at[1] = static_cast<uint8_t>(value >> 16);
  at[2] = static_cast<uint8_t>(value >> 8);
  at[3] = static_cast<uint8_t>(value);
}

/** RFC 5905 §6: seconds since 1900 and their 2^32nd parts. */
void WriteNtp(uint8_t* at, double epoch_ms) {
  const double whole = std::floor(epoch_ms / 1000);
  WriteU32(at, static_cast<uint32_t>(static_cast<int64_t>(whole) + 2208988800LL));
  const long long parts = std::llround((epoch_ms - whole * 1000) / 1000 * 4294967296.0);
  WriteU32(at + 4, static_cast<uint32_t>(std::min(parts, 0xffffffffLL)));
}

}  // namespace

Output::Output(int fd, OutputOptions options)
    : fd_(fd),
      options_(std::move(options)),
      gcm_(options_.key, options_.salt),
      ring_(new Slot[kSlots]),
      sequence_(options_.first_sequence) {
  options_.key = options_.salt = nullptr;  // the caller's; the cipher has them now
}

Output::~Output() { close(fd_); }

void Output::SetCapture(uint32_t timestamp, double epoch_ms, double clock_rate) {
  has_capture_ = true;
  capture_timestamp_ = timestamp;
  capture_epoch_ms_ = epoch_ms;
  clock_rate_ = clock_rate;
}

void Output::Forward(uint16_t sequence, uint32_t timestamp, bool marker, const uint8_t* payload, size_t length,
                     double now_ms) {
  if (length == 0) return;
  if (last_sequence_ >= 0) {
    // A hole in the camera's sequence stays one in ours, so that the receiver sees the loss.
    const int lost = static_cast<int16_t>(sequence - last_sequence_) - 1;
    if (lost > 0 && lost < 1000) sequence_ = static_cast<uint16_t>(sequence_ + lost);
  }
  last_sequence_ = sequence;
  counts_.newest_timestamp = timestamp;
  counts_.newest_ms = now_ms;
  BeforeKeyFrame(payload, length, timestamp);
  Write(payload, length, timestamp, marker);
}

void Output::BeforeKeyFrame(const uint8_t* payload, size_t length, uint32_t timestamp) {
  int type = payload[0] & 0x1f;
  if (type == kFuA && length > 1) type = payload[1] & 0x1f;
  // Cameras that aggregate put SPS and PPS first, and the IDR picture follows in packets of its own.
  else if (type == kStapA && length > 3) type = payload[3] & 0x1f;
  if (type == kSps) sets_in_band_ = true;
  if (type != kIdr || timestamp == key_timestamp_) return;
  key_timestamp_ = timestamp;
  const auto &sps = options_.sps, &pps = options_.pps;
  if (!sets_in_band_ && !sps.empty() && !pps.empty()) {
    std::vector<uint8_t> sets;
    sets.push_back(static_cast<uint8_t>(kStapA | (sps[0] & 0x60)));
    for (const auto* set : {&sps, &pps}) {
      sets.push_back(static_cast<uint8_t>(set->size() >> 8));
      sets.push_back(static_cast<uint8_t>(set->size()));
      sets.insert(sets.end(), set->begin(), set->end());
    }
    Write(sets.data(), sets.size(), timestamp, false);
  }
  sets_in_band_ = false;
}

void Output::Write(const uint8_t* payload, size_t length, uint32_t timestamp, bool marker) {
  if (length <= kRoom) {
    Packet(payload, length, timestamp, marker, -1, 0);
    return;
  }
  const int type = payload[0] & 0x1f;
  if (type == kStapA) {
    SplitAggregate(payload, length, timestamp, marker);
    return;
  }
  const bool fragment = type == kFuA;
  const int indicator = (payload[0] & 0xe0) | kFuA;
  const int old = fragment ? payload[1] : 0xc0 | type;
  const size_t first = fragment ? 2 : 1;
  for (size_t at = first; at < length;) {
    const size_t next = std::min(length, at + kRoom - 2);
    const int header = (old & 0x1f) | (at == first ? old & 0x80 : 0) | (next == length ? old & 0x40 : 0);
    Packet(payload + at, next - at, timestamp, marker && next == length, indicator, header);
    at = next;
  }
}

void Output::SplitAggregate(const uint8_t* payload, size_t length, uint32_t timestamp, bool marker) {
  for (size_t at = 1; at + 2 < length;) {
    const size_t next = at + 2 + static_cast<size_t>(payload[at] << 8 | payload[at + 1]);
    if (next > length) return;
    if (next > at + 2) Write(payload + at + 2, next - at - 2, timestamp, marker && next == length);
    at = next;
  }
}

/** A receiver counts on from the last one by media time: once in a while is enough, and the packets of a picture stay equally long. */
bool Output::TimeIsDue(uint32_t timestamp) const {
  const double since = static_cast<int32_t>(timestamp - static_cast<uint32_t>(told_timestamp_));
  return told_timestamp_ < 0 || since < 0 || since >= kCaptureEvery90k;
}

/** `indicator` ≥ 0: an FU-A packet with that first byte and `header` as second. */
void Output::Packet(const uint8_t* payload, size_t length, uint32_t timestamp, bool marker, int indicator,
                    int header) {
  Slot& slot = ring_[(first_ + waiting_) % kSlots];
  uint8_t* bytes = slot.bytes;
  size_t at = 12;
  bytes[0] = 0x80;
  if (timestamp != frame_timestamp_) {
    frame_timestamp_ = timestamp;
    if (has_capture_ && TimeIsDue(timestamp)) {
      told_timestamp_ = timestamp;
      const double since = static_cast<int32_t>(timestamp - capture_timestamp_) * 1000.0 / clock_rate_;
      bytes[0] = 0x90;
      WriteU32(bytes + at, 0xbede0003);
      bytes[at + 4] = kAbsCaptureTimeId << 4 | 7;
      WriteNtp(bytes + at + 5, capture_epoch_ms_ + since);
      std::memset(bytes + at + 13, 0, 3);
      at += kExtensionBytes;
    }
  }
  bytes[1] = static_cast<uint8_t>((marker ? 0x80 : 0) | options_.payload_type);
  bytes[2] = static_cast<uint8_t>(sequence_ >> 8);
  bytes[3] = static_cast<uint8_t>(sequence_);
  WriteU32(bytes + 4, timestamp);
  WriteU32(bytes + 8, options_.ssrc);
  ++sequence_;
  slot.header = static_cast<uint16_t>(at);
  if (indicator >= 0) {
    bytes[at++] = static_cast<uint8_t>(indicator);
    bytes[at++] = static_cast<uint8_t>(header);
  }
  std::memcpy(bytes + at, payload, length);
  slot.length = static_cast<uint16_t>(at + length);
  ++counts_.packets;
  counts_.octets += length;
  if (++waiting_ == kMaxWaiting) Flush();
}

void Output::Flush() {
  const size_t first = first_, count = waiting_;
  if (count == 0) return;
  waiting_ = 0;
  first_ = (first + count) % kSlots;
  for (size_t n = 0; n < count; ++n) {
    Slot& slot = ring_[(first + n) % kSlots];
    slot.length = static_cast<uint16_t>(gcm_.Protect(slot.bytes, slot.header, slot.length));
  }
  Send(first, count);
}

/** A run of packets of one length, and a shorter one after it, is one datagram that the kernel cuts (UDP_SEGMENT). */
void Output::Send(size_t first, size_t count) {
  mmsghdr messages[kMaxWaiting] = {};
  iovec pieces[kMaxWaiting];
  alignas(cmsghdr) char controls[kMaxWaiting][CMSG_SPACE(sizeof(uint16_t))] = {};
  size_t runs = 0;
  for (size_t n = 0; n < count;) {
    const size_t start = n, length = ring_[(first + n) % kSlots].length;
    size_t total = 0;
    for (bool last = false; n < count && !last && n - start < (segments_ ? kMaxSegments : 1); ++n) {
      Slot& slot = ring_[(first + n) % kSlots];
      if (slot.length > length || total + slot.length > 60000) break;
      last = slot.length < length;
      pieces[n] = {slot.bytes, slot.length};
      total += slot.length;
    }
    msghdr& message = messages[runs].msg_hdr;
    message.msg_iov = pieces + start;
    message.msg_iovlen = n - start;
    if (n - start > 1) {
      message.msg_control = controls[runs];
      message.msg_controllen = sizeof controls[runs];
      cmsghdr* control = CMSG_FIRSTHDR(&message);
      control->cmsg_level = IPPROTO_UDP;
      control->cmsg_type = UDP_SEGMENT;
      control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
      const uint16_t size = static_cast<uint16_t>(length);
      std::memcpy(CMSG_DATA(control), &size, sizeof size);
    }
    ++runs;
  }
  for (size_t sent = 0; sent < runs;) {
    const int done = sendmmsg(fd_, messages + sent, static_cast<unsigned>(runs - sent), 0);
    if (done > 0) {
      sent += static_cast<size_t>(done);
      continue;
    }
    if (errno == EINTR) continue;
    const size_t packets = messages[sent].msg_hdr.msg_iovlen;
    // A kernel or a network card that cuts nothing: from now on one by one, these too.
    if (packets > 1 && (errno == EINVAL || errno == EIO || errno == EMSGSIZE || errno == EOPNOTSUPP)) {
      segments_ = false;
      const size_t at = static_cast<size_t>(messages[sent].msg_hdr.msg_iov - pieces);
      Send(first + at, count - at);
      return;
    }
    // A full socket buffer, or nobody at the other end: lost, as the network would lose it.
    counts_.dropped += packets;
    ++sent;
  }
}

void Output::Resend(uint16_t sequence) {
  for (size_t n = 0; n < kSlots; ++n) {
    const Slot& slot = ring_[n];
    if (slot.length == 0 || (slot.bytes[2] << 8 | slot.bytes[3]) != sequence) continue;
    ++counts_.resent;
    SendPlain(slot.bytes, slot.length);
    return;
  }
}

void Output::SendPlain(const uint8_t* bytes, size_t length) {
  if (send(fd_, bytes, length, 0) < 0) ++counts_.dropped;
}

}  // namespace brightwall
