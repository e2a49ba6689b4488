#include "source.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace brightwall {
namespace {

/** As in ingest/rtsp-reader.ts. */
constexpr size_t kMaxHeaderBytes = 16 * 1024;
constexpr size_t kMaxBodyBytes = 64 * 1024;
/** What waits for TypeScript at most; a live picture that is later than this is of no use. */
constexpr size_t kMaxTold = 4 * 1024 * 1024;

/** Of one look, so that one camera cannot keep the others waiting. */
constexpr int kMaxReads = 16;

constexpr size_t kUnfinished = 0;
constexpr size_t kNonsense = SIZE_MAX;

/** Length of the RTSP message at `data`; kUnfinished, or kNonsense where its bounds are passed. */
size_t TextLength(const uint8_t* data, size_t length) {
  static constexpr char kEnd[] = "\r\n\r\n";
  const uint8_t* limit = data + std::min(length, kMaxHeaderBytes);
  const uint8_t* end = std::search(data, limit, kEnd, kEnd + 4);
  if (end == limit) return length >= kMaxHeaderBytes ? kNonsense : kUnfinished;
  size_t body = 0;
  for (const uint8_t* line = data; line < end;) {
    const uint8_t* next = std::search(line, end, kEnd, kEnd + 2);
    static constexpr char kName[] = "content-length:";
    constexpr size_t kNameLength = sizeof kName - 1;
    if (static_cast<size_t>(next - line) > kNameLength &&
        strncasecmp(reinterpret_cast<const char*>(line), kName, kNameLength) == 0) {
      body = 0;
      for (const uint8_t* at = line + kNameLength; at < next; ++at) {
        if (*at == ' ') continue;
        if (*at < '0' || *at > '9') return kNonsense;
        body = body * 10 + (*at - '0');
        if (body > kMaxBodyBytes) return kNonsense;
      }
    }
    line = std::min(end, next + 2);
  }
  const size_t whole = static_cast<size_t>(end - data) + 4 + body;
  return whole > length ? kUnfinished : whole;
}

/** Whether a payload is of no key frame for certain: a slice, or a piece of one, that leans on other pictures. */
bool IsOrdinarySlice(Codec codec, const uint8_t* payload, size_t length) {
  if (codec == Codec::kH264) {  // RFC 6184 §5.2, H.264 table 7-1
    int type = payload[0] & 0x1f;
    if (type == 28 && length > 1) type = payload[1] & 0x1f;
    else if (type == 24 && length > 3) type = payload[3] & 0x1f;
    return type >= 1 && type <= 4;
  }
  if (codec == Codec::kH265) {  // RFC 7798 §4.4, H.265 table 7-1
    int type = payload[0] >> 1 & 0x3f;
    if (type == 49 && length > 2) type = payload[2] & 0x3f;
    else if (type == 48 && length > 4) type = payload[4] >> 1 & 0x3f;
    return type <= 15;
  }
  return false;
}

}  // namespace

Source::Source(int fd, SourceOptions options, std::vector<uint8_t> rest)
    : deliver(options.deliver), fd_(fd), options_(options), rest_(std::move(rest)) {
  DelayAcknowledgements();
}

/** Else the kernel acknowledges each read by a packet of its own, a tenth of what a stream costs here (tcp(7)). */
void Source::DelayAcknowledgements() {
  const int off = 0;
  setsockopt(fd_, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off);
}

Source::~Source() { close(fd_); }

bool Source::Read(std::vector<uint8_t>& room, double now_ms) {
  bool open = true;
  bool more = true;
  for (int n = 0; n < kMaxReads && open && more; ++n) {
    std::copy(rest_.begin(), rest_.end(), room.begin());
    const size_t space = room.size() - rest_.size();
    const ssize_t got = recv(fd_, room.data() + rest_.size(), space, MSG_DONTWAIT);
    if (got <= 0) {
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
      error_ = got < 0 ? errno : 0;
      open = false;
      break;
    }
    const size_t length = rest_.size() + static_cast<size_t>(got);
    const size_t used = Parse(room.data(), length, now_ms);
    rest_.assign(room.begin() + static_cast<ssize_t>(used), room.begin() + static_cast<ssize_t>(length));
    // A large key frame: the rest of it must not wait for the next look.
    more = static_cast<size_t>(got) == space;
  }
  for (Output* output : outputs) output->Flush();
  return open;
}

/** Takes all whole messages; gives how many bytes they were. */
size_t Source::Parse(const uint8_t* data, size_t length, double now_ms) {
  size_t at = 0;
  while (at < length && !blind_) {
    const uint8_t* message = data + at;
    const size_t left = length - at;
    if (message[0] == '$') {
      if (left < 4) break;
      const size_t size = 4 + static_cast<size_t>(message[2] << 8 | message[3]);
      if (left < size) break;
      if (message[1] != options_.rtp_channel || Media(message + 4, size - 4, now_ms)) Tell(message, size);
      at += size;
    } else if (message[0] == '\r' || message[0] == '\n') {
      ++at;  // line breaks between messages are allowed
    } else {
      const size_t size = TextLength(message, left);
      if (size == kUnfinished) break;
      blind_ = size == kNonsense;
      if (!blind_) {
        Tell(message, size);
        at += size;
      }
    }
  }
  if (!blind_) return at;
  Tell(data + at, length - at);
  return length;
}

bool Source::Media(const uint8_t* packet, size_t length, double now_ms) {
  if (length < 12 || packet[0] >> 6 != 2 || (packet[1] & 0x7f) != options_.payload_type) return false;
  const uint16_t sequence = static_cast<uint16_t>(packet[2] << 8 | packet[3]);
  const bool marker = packet[1] & 0x80;
  const uint32_t timestamp = static_cast<uint32_t>(packet[4]) << 24 | packet[5] << 16 | packet[6] << 8 | packet[7];
  if (counts_.highest >= 0) {
    const uint16_t before = static_cast<uint16_t>(counts_.highest);
    const int step = static_cast<int16_t>(sequence - before);
    if (step > 1 && step < 1000) counts_.lost += static_cast<uint64_t>(step - 1);
    if (sequence < before && step > 0) ++cycles_;
  }
  counts_.highest = static_cast<int64_t>(cycles_ & 0xffff) << 16 | sequence;
  counts_.ssrc = static_cast<uint32_t>(packet[8]) << 24 | packet[9] << 16 | packet[10] << 8 | packet[11];
  counts_.newest_timestamp = timestamp;
  counts_.newest_ms = now_ms;
  ++counts_.packets;
  counts_.bytes += length;
  counts_.frames += marker;
  if (deliver == Deliver::kNone && outputs.empty()) return false;

  // RFC 3550 §5.1, as media/rtp.ts: contributors, extension and padding stand around the payload.
  size_t start = 12 + static_cast<size_t>(packet[0] & 0x0f) * 4;
  size_t end = length;
  if (packet[0] & 0x10) {
    if (start + 4 > end) return false;
    start += 4 + static_cast<size_t>(packet[start + 2] << 8 | packet[start + 3]) * 4;
  }
  if (packet[0] & 0x20) end -= std::min<size_t>(end, packet[length - 1]);
  if (start >= end) return false;
  for (Output* output : outputs) output->Forward(sequence, timestamp, marker, packet + start, end - start, now_ms);
  if (deliver == Deliver::kKeyFrames) return !IsOrdinarySlice(options_.codec, packet + start, end - start);
  return deliver == Deliver::kAll;
}

void Source::Tell(const uint8_t* data, size_t length) {
  if (told.size() + length > kMaxTold) {
    counts_.dropped_bytes += length;
    return;
  }
  told.insert(told.end(), data, data + length);
}

}  // namespace brightwall
