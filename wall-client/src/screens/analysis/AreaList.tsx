import { PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';
import styles from './analysis.module.css';
import { Field } from './Field.tsx';
import { fieldKind, type Schema, titleOf, toForm } from './terms.ts';

/** Several areas, each with the fields of its own. */
export function AreaList({ name, schema }: { name: string; schema: Schema }) {
  const { t } = useTranslation();
  const words = useWords();
  const { items = {}, minItems = 1, maxItems = 10 } = schema;
  return (
    <Form.List name={name}>
      {(areas, { add, remove }) => (
        <>
          {areas.map(({ key, name: place }, n) => (
            <fieldset key={key} className={styles.area} data-area={n}>
              <legend>
                {t('analysis.area', { n: n + 1 })}
                {areas.length > minItems && (
                  <Button size="small" type="link" onClick={() => remove(place)}>
                    {t('analysis.removeArea')}
                  </Button>
                )}
              </legend>
              {Object.entries(items.properties ?? {}).map(([field, one]) => (
                <Form.Item
                  key={field}
                  {...(fieldKind(field, one) === 'cameras' && { className: styles.whole ?? '' })}
                  name={[place, field]}
                  label={titleOf(one, words.zh)}
                  rules={[{ required: true, message: t('analysis.missing') }]}
                >
                  <Field name={field} schema={one} />
                </Form.Item>
              ))}
            </fieldset>
          ))}
          {areas.length < maxItems && (
            <Button
              icon={<PlusOutlined />}
              className={styles.add}
              onClick={() => add(toForm(items, undefined, Date.now()))}
            >
              {t('analysis.addArea')}
            </Button>
          )}
        </>
      )}
    </Form.List>
  );
}
