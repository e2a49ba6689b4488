// AES-GCM for libsrtp by OpenSSL. Debian's libsrtp 2 is built on NSS, whose per-packet session look-ups
// took a quarter of the worker's time and grew with the number of viewers. Registered through
// srtp_replace_cipher_type, which runs libsrtp's own test vectors on it first.
#include "openssl_gcm.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <srtp2/cipher.h>
#include <stdlib.h>

// Not in libsrtp's public headers, exported all the same: they carry the test vectors.
extern const srtp_cipher_type_t srtp_aes_gcm_128;
extern const srtp_cipher_type_t srtp_aes_gcm_256;

enum { IV_LEN = 12, SHORT_TAG_LEN = 8, TAG_LEN = 16 };

typedef struct {
  EVP_CIPHER_CTX* evp;
  const EVP_CIPHER* algorithm;
  int tagLen;
} Gcm;

static srtp_err_status_t gcmDealloc(srtp_cipher_t* cipher)
{
  Gcm* gcm = cipher->state;

  if (gcm != NULL)
  {
    EVP_CIPHER_CTX_free(gcm->evp);
    OPENSSL_cleanse(gcm, sizeof(*gcm));
    free(gcm);
  }

  free(cipher);

  return srtp_err_status_ok;
}

static srtp_err_status_t gcmAlloc(
  srtp_cipher_t** out, int keyLen, int tagLen, int wantedKeyLen, const srtp_cipher_type_t* type, const EVP_CIPHER* algorithm)
{
  if (keyLen != wantedKeyLen || (tagLen != TAG_LEN && tagLen != SHORT_TAG_LEN))
  {
    return srtp_err_status_bad_param;
  }

  srtp_cipher_t* cipher = calloc(1, sizeof(*cipher));
  Gcm* gcm = calloc(1, sizeof(*gcm));
  EVP_CIPHER_CTX* evp = EVP_CIPHER_CTX_new();

  if (cipher == NULL || gcm == NULL || evp == NULL)
  {
    EVP_CIPHER_CTX_free(evp);
    free(gcm);
    free(cipher);

    return srtp_err_status_alloc_fail;
  }

  gcm->evp = evp;
  gcm->algorithm = algorithm;
  gcm->tagLen = tagLen;
  cipher->type = type;
  cipher->state = gcm;
  cipher->key_len = keyLen;
  cipher->algorithm = type->id;
  *out = cipher;

  return srtp_err_status_ok;
}

// The key is set for both directions at once: which one it is comes with each packet's IV.
static srtp_err_status_t gcmInit(void* state, const uint8_t* key)
{
  Gcm* gcm = state;

  return EVP_CIPHER_CTX_reset(gcm->evp) == 1 && EVP_CipherInit_ex(gcm->evp, gcm->algorithm, NULL, key, NULL, 1) == 1
           ? srtp_err_status_ok
           : srtp_err_status_init_fail;
}

static srtp_err_status_t gcmSetIv(void* state, uint8_t* iv, srtp_cipher_direction_t direction)
{
  if (direction != srtp_direction_encrypt && direction != srtp_direction_decrypt)
  {
    return srtp_err_status_bad_param;
  }

  const int encrypts = direction == srtp_direction_encrypt;

  // 12 bytes of IV are GCM's default (NIST SP 800-38D).
  return EVP_CipherInit_ex(((Gcm*)state)->evp, NULL, NULL, NULL, iv, encrypts) == 1 ? srtp_err_status_ok
                                                                                    : srtp_err_status_init_fail;
}

static srtp_err_status_t gcmSetAad(void* state, const uint8_t* aad, uint32_t len)
{
  int done = 0;

  return EVP_CipherUpdate(((Gcm*)state)->evp, NULL, &done, aad, (int)len) == 1 ? srtp_err_status_ok
                                                                              : srtp_err_status_algo_fail;
}

static srtp_err_status_t gcmEncrypt(void* state, uint8_t* buffer, unsigned int* len)
{
  int done = 0;

  return EVP_CipherUpdate(((Gcm*)state)->evp, buffer, &done, buffer, (int)*len) == 1 ? srtp_err_status_ok
                                                                                    : srtp_err_status_cipher_fail;
}

static srtp_err_status_t gcmGetTag(void* state, uint8_t* tag, uint32_t* len)
{
  Gcm* gcm = state;
  int done = 0;
  uint8_t none[TAG_LEN];

  if (
    EVP_CipherFinal_ex(gcm->evp, none, &done) != 1 ||
    EVP_CIPHER_CTX_ctrl(gcm->evp, EVP_CTRL_AEAD_GET_TAG, gcm->tagLen, tag) != 1)
  {
    return srtp_err_status_algo_fail;
  }

  *len = (uint32_t)gcm->tagLen;

  return srtp_err_status_ok;
}

// The tag stands behind the ciphertext; nothing is believed before it is checked.
static srtp_err_status_t gcmDecrypt(void* state, uint8_t* buffer, unsigned int* len)
{
  Gcm* gcm = state;
  const int textLen = (int)*len - gcm->tagLen;
  int done = 0;
  uint8_t none[TAG_LEN];

  if (textLen < 0)
  {
    return srtp_err_status_bad_param;
  }

  if (
    EVP_CIPHER_CTX_ctrl(gcm->evp, EVP_CTRL_AEAD_SET_TAG, gcm->tagLen, buffer + textLen) != 1 ||
    EVP_CipherUpdate(gcm->evp, buffer, &done, buffer, textLen) != 1 ||
    EVP_CipherFinal_ex(gcm->evp, none, &done) != 1)
  {
    return srtp_err_status_auth_fail;
  }

  *len = (unsigned int)textLen;

  return srtp_err_status_ok;
}

static srtp_cipher_type_t gcm128 = {
  .dealloc = gcmDealloc, .init = gcmInit, .set_aad = gcmSetAad, .encrypt = gcmEncrypt, .decrypt = gcmDecrypt,
  .set_iv = gcmSetIv, .get_tag = gcmGetTag, .description = "AES-128 GCM by OpenSSL", .id = SRTP_AES_GCM_128,
};
static srtp_cipher_type_t gcm256 = {
  .dealloc = gcmDealloc, .init = gcmInit, .set_aad = gcmSetAad, .encrypt = gcmEncrypt, .decrypt = gcmDecrypt,
  .set_iv = gcmSetIv, .get_tag = gcmGetTag, .description = "AES-256 GCM by OpenSSL", .id = SRTP_AES_GCM_256,
};

static srtp_err_status_t gcm128Alloc(srtp_cipher_t** out, int keyLen, int tagLen)
{
  return gcmAlloc(out, keyLen, tagLen, SRTP_AES_GCM_128_KEY_LEN_WSALT, &gcm128, EVP_aes_128_gcm());
}

static srtp_err_status_t gcm256Alloc(srtp_cipher_t** out, int keyLen, int tagLen)
{
  return gcmAlloc(out, keyLen, tagLen, SRTP_AES_GCM_256_KEY_LEN_WSALT, &gcm256, EVP_aes_256_gcm());
}

srtp_err_status_t brightwallUseOpenSslGcm(void)
{
  gcm128.alloc = gcm128Alloc;
  gcm128.test_data = srtp_aes_gcm_128.test_data;
  gcm256.alloc = gcm256Alloc;
  gcm256.test_data = srtp_aes_gcm_256.test_data;

  const srtp_err_status_t err = srtp_replace_cipher_type(&gcm128, SRTP_AES_GCM_128);

  return err != srtp_err_status_ok ? err : srtp_replace_cipher_type(&gcm256, SRTP_AES_GCM_256);
}
