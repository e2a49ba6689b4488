// What the worker uses of libsrtp 3, on top of libsrtp 2.
//
// Version 3 made the policy an opaque object and the four protect/unprotect
// calls buffer to buffer; version 2 has a public struct and works in place.
// Only C++ includes this file, so the calls are told apart by their arguments.
#pragma once

// The struct of version 2 steps aside: version 3 uses its name for a pointer.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include "openssl_gcm.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Error codes that version 3 added; version 2 never returns them, this file does the first.
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err = static_cast<srtp_err_status_t>(29);

namespace brightwall
{
  // Debian's libsrtp 2 computes with NSS, which is slow at one packet a call: see openssl_gcm.c.
  inline srtp_err_status_t srtpInit()
  {
    const srtp_err_status_t err = srtp_init();

    return err != srtp_err_status_ok ? err : brightwallUseOpenSslGcm();
  }
} // namespace brightwall

#define srtp_init brightwall::srtpInit

struct brightwall_srtp_policy
{
  srtp2_policy_t v2{};
  unsigned char key[SRTP_MAX_KEY_LEN]{}; // master key, then salt, as version 2 wants them
};

using srtp_policy_t = brightwall_srtp_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
  *policy = new (std::nothrow) brightwall_srtp_policy();

  return *policy != nullptr ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
  if (policy != nullptr)
  {
    // A volatile write is not optimised away, so the key does not stay in freed memory.
    volatile unsigned char* key = policy->key;

    for (std::size_t i = 0; i < sizeof(policy->key); ++i)
    {
      key[i] = 0;
    }
  }

  delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
  policy->v2.ssrc = ssrc;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
  const srtp_err_status_t err = srtp_crypto_policy_set_from_profile_for_rtp(&policy->v2.rtp, profile);

  return err != srtp_err_status_ok
           ? err
           : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->v2.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const std::uint8_t* key,
  std::size_t keyLen,
  const std::uint8_t* salt,
  std::size_t saltLen,
  const std::uint8_t* /*mki*/,
  std::size_t mkiLen)
{
  // The worker uses one key and no MKI.
  if (mkiLen != 0 || keyLen > sizeof(policy->key) || saltLen > sizeof(policy->key) - keyLen)
  {
    return srtp_err_status_bad_param;
  }

  std::memcpy(policy->key, key, keyLen);
  std::memcpy(policy->key + keyLen, salt, saltLen);
  policy->v2.key = policy->key;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
  policy->v2.allow_repeat_tx = allow ? 1 : 0;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, std::size_t size)
{
  policy->v2.window_size = size;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
  return srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->v2));
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, std::uint32_t ssrc)
{
  return srtp_remove_stream(session, ssrc); // network byte order in both versions
}

namespace brightwall
{
  // Copies in to out and lets an in-place call of version 2 work on out.
  // `room` is how many bytes that call may add behind the packet.
  inline srtp_err_status_t srtpCopyThen(
    srtp_err_status_t (*inPlace)(srtp_t, void*, int*),
    srtp_t session,
    const std::uint8_t* in,
    std::size_t inLen,
    std::uint8_t* out,
    std::size_t* outLen,
    std::size_t room)
  {
    if (inLen > static_cast<std::size_t>(INT32_MAX) - room)
    {
      return srtp_err_status_bad_param;
    }

    if (*outLen < inLen + room)
    {
      return srtp_err_status_buffer_small;
    }

    if (out != in)
    {
      std::memmove(out, in, inLen);
    }

    int len = static_cast<int>(inLen);
    const srtp_err_status_t err = inPlace(session, out, &len);

    if (err == srtp_err_status_ok)
    {
      *outLen = static_cast<std::size_t>(len);
    }

    return err;
  }

  // Behind an SRTCP packet stands its index as well as the tag.
  constexpr std::size_t SrtcpIndexLen = 4;
} // namespace brightwall

inline srtp_err_status_t srtp_protect(
  srtp_t session, const std::uint8_t* rtp, std::size_t rtpLen, std::uint8_t* srtp, std::size_t* srtpLen, std::size_t)
{
  return brightwall::srtpCopyThen(
    static_cast<srtp_err_status_t (*)(srtp_t, void*, int*)>(srtp_protect),
    session, rtp, rtpLen, srtp, srtpLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const std::uint8_t* rtcp, std::size_t rtcpLen, std::uint8_t* srtcp, std::size_t* srtcpLen, std::size_t)
{
  return brightwall::srtpCopyThen(
    static_cast<srtp_err_status_t (*)(srtp_t, void*, int*)>(srtp_protect_rtcp),
    session, rtcp, rtcpLen, srtcp, srtcpLen, SRTP_MAX_TRAILER_LEN + brightwall::SrtcpIndexLen);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const std::uint8_t* srtp, std::size_t srtpLen, std::uint8_t* rtp, std::size_t* rtpLen)
{
  return brightwall::srtpCopyThen(
    static_cast<srtp_err_status_t (*)(srtp_t, void*, int*)>(srtp_unprotect),
    session, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const std::uint8_t* srtcp, std::size_t srtcpLen, std::uint8_t* rtcp, std::size_t* rtcpLen)
{
  return brightwall::srtpCopyThen(
    static_cast<srtp_err_status_t (*)(srtp_t, void*, int*)>(srtp_unprotect_rtcp),
    session, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}
