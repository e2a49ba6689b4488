// SRTP by AEAD_AES_128_GCM (RFC 7714) for one sender, in place.
#pragma once
#include <openssl/evp.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace brightwall {

constexpr size_t kTagBytes = 16;

class GcmSender {
 public:
  /** `key`: 16 bytes, `salt`: 12 bytes, both derived (RFC 3711 §4.3). */
  GcmSender(const uint8_t* key, const uint8_t* salt) : context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    std::memcpy(salt_, salt, sizeof salt_);
    if (!context_ || EVP_EncryptInit_ex(context_.get(), EVP_aes_128_gcm(), nullptr, key, nullptr) != 1)
      throw std::runtime_error("AES-128-GCM");
  }

  /**
   * Encrypts and authenticates an RTP packet of `length` bytes, `header` of which stay readable; kTagBytes more
   * are written. Sequence numbers must not go back: the rollover counter follows from them.
   */
  size_t Protect(uint8_t* packet, size_t header, size_t length) {
    const uint16_t sequence = static_cast<uint16_t>(packet[2] << 8 | packet[3]);
    if (started_ && sequence < last_) ++rollovers_;
    started_ = true;
    last_ = sequence;
    // §8.1: IV = (00 00 SSRC ROC SEQ) ⊕ salt; the header is associated data.
    uint8_t iv[12] = {0, 0, packet[8], packet[9], packet[10], packet[11]};
    for (int i = 0; i < 4; ++i) iv[6 + i] = static_cast<uint8_t>(rollovers_ >> (24 - 8 * i));
    iv[10] = packet[2];
    iv[11] = packet[3];
    for (int i = 0; i < 12; ++i) iv[i] ^= salt_[i];
    int written = 0;
    EVP_CIPHER_CTX* context = context_.get();
    const int payload = static_cast<int>(length - header);
    const bool done =
        EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, iv) == 1 &&
        EVP_EncryptUpdate(context, nullptr, &written, packet, static_cast<int>(header)) == 1 &&
        EVP_EncryptUpdate(context, packet + header, &written, packet + header, payload) == 1 &&
        EVP_EncryptFinal_ex(context, packet + length, &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes, packet + length) == 1;
    if (!done) throw std::runtime_error("AES-128-GCM");
    return length + kTagBytes;
  }

 private:
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
  uint8_t salt_[12];
  uint32_t rollovers_ = 0;
  uint16_t last_ = 0;
  bool started_ = false;
};

}  // namespace brightwall
